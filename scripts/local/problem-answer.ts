import type { ServerResponse } from 'node:http';
import { answerError, answerProblem, type Problem } from '../../shared/src/runtime/problem.ts';

type Answer = ReturnType<typeof answerProblem>;

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status = 500, type, body, headers } = answer;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    ...headers,
  });
  response.end(body);
}

/** Answers a problem in the form the functions use; cuts the connection where an answer has already begun. */
export function sendProblem(response: ServerResponse, problem: Problem, requestId: string): void {
  send(response, answerProblem(problem, requestId), requestId);
}

/** The same for what was thrown. */
export function sendError(response: ServerResponse, error: unknown, requestId: string): void {
  send(response, answerError(error, requestId), requestId);
}
