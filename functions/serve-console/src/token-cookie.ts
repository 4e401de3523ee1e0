/** Where the browser keeps the token for this function, by whose pages alone it is sent and read. */
export const tokenCookie = 'cutover_token';
export const cookiePath = '/docs';
