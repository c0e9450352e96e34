/** Names of the files in the folder of the built-in authority. */
export const authorityFiles = {
  certificate: 'authority.certificate.pem',
  key: 'authority.key.pem',
  revoked: 'revoked.pem',
  serverCertificate: 'server.certificate.pem',
  serverKey: 'server.key.pem',
} as const;
