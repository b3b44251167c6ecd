// A provider of OpenID Connect that others wrote and the OpenID Foundation certified. Called with its port, the id and
// secret of its one client, and the address that people come back to. Any name signs in, and is the subject; one with an @
// is an email address, checked unless it begins with "unchecked", and any other a user name.
import Provider from "oidc-provider";

const [port, client_id, client_secret, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const claimsOf = name => ({
  sub: name,
  ...(name.includes("@")
    ? { email: name, email_verified: !name.startsWith("unchecked") }
    : { preferred_username: name }),
});
const provider = new Provider(issuer, {
  clients: [{ client_id, client_secret, redirect_uris: [back] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  pkce: { required: () => true },
  cookies: { keys: ["of a test"] },
});
provider.on("server_error", (_, error) => console.log(error.stack));
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
