import type { Answer } from '@cutover/shared/runtime/answer.ts';
import { sourceHash } from '@cutover/shared/runtime/source-hash.ts';
import { cookiePath, tokenCookie } from './token-cookie.ts';

const style = `
:root { color-scheme: light dark; --line: #767d86; --accent: #0b57d0; --on-accent: #fff; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --line: #8b949e; --accent: #a8c7fa; --on-accent: #062e6f; --wrong: #ff8a80; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(22rem, 100% - 2rem); }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
form { display: grid; gap: .25rem; }
label { margin-top: .75rem; }
input, button { font: inherit; padding: .55rem .7rem; border-radius: .4rem; border: 1px solid var(--line); }
button { margin-top: 1.25rem; border-color: transparent; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button:disabled { opacity: .6; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { color: var(--wrong); min-height: 1.5em; margin: .75rem 0 0; }
`;

/** The cookie goes when the token ends; it is sent to the documentation alone, and never from another site. */
const script = `
if (!location.pathname.startsWith('${cookiePath}')) location.replace('${cookiePath}');
const form = document.querySelector('form');
const button = document.querySelector('button');
const message = document.querySelector('[role=alert]');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = '';
  button.disabled = true;
  try {
    const answer = await fetch('/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail);
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = '${tokenCookie}=' + body.access_token + '; Path=${cookiePath}; Max-Age=' +
      body.expires_in + '; SameSite=Strict' + secure;
    location.reload();
  } catch (error) {
    message.textContent = error.message;
    button.disabled = false;
    form.elements.password.select();
  }
});
`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to Cutover</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>Cutover</h1>
<p>Sign in to read the API documentation and to try it out.</p>
<form method="post">
<label for="username">User name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
<p role="alert"></p>
</form>
<noscript><p>Signing in takes JavaScript.</p></noscript>
</main>
<script>${script}</script>
</body>
</html>
`;

/** Asks for user name and password. The form itself can be sent nowhere, so that no address ever holds them. */
export async function answerSignInPage(): Promise<Answer> {
  const policy = [
    "default-src 'none'",
    `script-src ${await sourceHash(script)}`,
    `style-src ${await sourceHash(style)}`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const headers = { 'content-security-policy': policy.join('; ') };
  return { type: 'text/html; charset=utf-8', body: page, headers };
}
