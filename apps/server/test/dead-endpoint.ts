/** Refuses every connection: nobody but root could listen on port 1, and nobody does. */
export const deadEndpoint = "http://127.0.0.1:1";
