import type { ServerResponse } from 'node:http';
import { answerProblem, type Problem } from '../../shared/src/runtime/problem.ts';

/** Answers a problem in the form the functions use; cuts the connection where an answer has already begun. */
export function sendProblem(response: ServerResponse, problem: Problem, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status = 500, type, body } = answerProblem(problem, requestId);
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
  });
  response.end(body);
}
