import { http } from '@google-cloud/functions-framework';

/** The least that a function can do: what the framework itself takes. */
http('bare-answer', (_request, response) => {
  response.json({ status: 'ok' });
});
