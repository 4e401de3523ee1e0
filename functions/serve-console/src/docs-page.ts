import type { Answer } from '@cutover/shared/runtime/answer.ts';
import { sourceHash } from '@cutover/shared/runtime/source-hash.ts';
import { cookiePath, tokenCookie } from './token-cookie.ts';

const style = `
body { margin: 0; }
header { display: flex; justify-content: flex-end; padding: .5rem 1rem; font: 14px system-ui, sans-serif; }
html.dark-mode header { background: #1c2022; }
`;

/** Signs each call with the token of the sign-in, unless the page's own Authorize has given it another. */
const script = `
const isDark = matchMedia('(prefers-color-scheme: dark)');
const followColours = () => document.documentElement.classList.toggle('dark-mode', isDark.matches);
isDark.addEventListener('change', followColours);
followColours();
const token = document.cookie.match(/(?:^|; )${tokenCookie}=([^;]+)/)?.[1];
document.querySelector('#sign-out').addEventListener('click', () => {
  document.cookie = '${tokenCookie}=; Path=${cookiePath}; Max-Age=0; SameSite=Strict';
  location.reload();
});
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const isSigned = Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization');
    const isOwn = new URL(request.url, location).origin === location.origin;
    if (token && isOwn && !isSigned) request.headers.Authorization = 'Bearer ' + token;
    return request;
  },
});
`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cutover API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<style>${style}</style>
</head>
<body>
<header><button id="sign-out" type="button">Sign out</button></header>
<main id="docs"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>${script}</script>
</body>
</html>
`;

/** Swagger UI over the suite's own document; nothing comes from, or goes to, another host. */
export async function answerDocsPage(): Promise<Answer> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${await sourceHash(script)}`,
    `style-src 'self' ${await sourceHash(style)}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const headers = { 'content-security-policy': policy.join('; ') };
  return { type: 'text/html; charset=utf-8', body: page, headers };
}
