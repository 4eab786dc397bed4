import { describeEndpoint, type ConnectionSpec } from './endpoint';
import { TlsFileError } from './tls';

/** What went wrong with TLS before anything was asked of Redis; of kind `closed` where it may go well the next time. */
export interface TlsProblem {
  readonly kind: 'certificate' | 'tls-unexpected' | 'closed';
  readonly summary: string;
  readonly sentence: string;
}

interface Explanation {
  readonly kind: TlsProblem['kind'];
  readonly summary: string;
  readonly sentence: (where: string, error: TlsError) => string;
}

type TlsError = NodeJS.ErrnoException & { readonly cert?: { readonly subjectaltname?: string } };

const untrusted: Explanation = {
  kind: 'certificate',
  summary: 'certificate not trusted',
  sentence: (where) =>
    `The certificate of ${where} is signed by nobody that VS Code trusts. Give the file of its authority as tls.ca in the connection.`,
};

const clientCertificate: Explanation = {
  kind: 'certificate',
  summary: 'own certificate refused',
  sentence: (where) =>
    `${where} asks for a certificate that it trusts. Give its file as tls.cert, and that of its key as tls.key, in the connection.`,
};

const noTls: Explanation = {
  kind: 'tls-unexpected',
  summary: 'no TLS there',
  sentence: (where) => `What listens at ${where} does not speak TLS. Check the port: Redis has another one for TLS.`,
};

const otherTls: Explanation = {
  kind: 'tls-unexpected',
  summary: 'no common TLS',
  sentence: (where) =>
    `${where} and VS Code have no version or cipher of TLS in common. Check what the server is set to; VS Code speaks TLS 1.2 and 1.3.`,
};

/**
 * By Node's and OpenSSL's codes.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const explanations: Readonly<Record<string, Explanation>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_HAS_EXPIRED: {
    kind: 'certificate',
    summary: 'certificate expired',
    sentence: (where) =>
      `The certificate of ${where}, or of its authority, has expired. Renew it on the server, or check the clock of this machine.`,
  },
  CERT_NOT_YET_VALID: {
    kind: 'certificate',
    summary: 'certificate not yet valid',
    sentence: (where) =>
      `The certificate of ${where} is not valid yet. Check the clock of this machine, and that of the one it was made on.`,
  },
  CERT_REVOKED: {
    kind: 'certificate',
    summary: 'certificate revoked',
    sentence: (where) => `The certificate of ${where} was revoked. Renew it on the server.`,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    kind: 'certificate',
    summary: 'certificate of another name',
    sentence: (where, { cert }) =>
      `The certificate of ${where} is for ${namesIn(cert?.subjectaltname)}. Use that name in the URL, or give it as tls.servername in the connection.`,
  },
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_HTTP_REQUEST: noTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: otherTls,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: otherTls,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: otherTls,
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: otherTls,
  ERR_SSL_NO_CIPHERS_AVAILABLE: otherTls,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: clientCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: clientCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: clientCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: clientCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: clientCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: clientCertificate,
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: clientCertificate,
};

/** null where it has nothing to do with TLS, or is a connection that was cut, which may be tried again. */
export function explainTls(error: unknown, { endpoint }: ConnectionSpec): TlsProblem | null {
  if (!(error instanceof Error) || !endpoint.tls) return null;
  if (error instanceof TlsFileError) return aboutFile(error);
  const { code = '' } = error as TlsError;
  const known = explanations[code];
  const where = describeEndpoint(endpoint);
  if (known) return { ...known, sentence: known.sentence(where, error) };
  if (code.startsWith('ERR_OSSL_')) return aboutContents();
  if (!/^(EPROTO|ERR_SSL_|ERR_TLS_)/.test(code)) return null;
  return {
    kind: 'closed',
    summary: 'TLS failed',
    sentence: `TLS with ${where} failed (${code}). Check the server, and what stands before it.`,
  };
}

function aboutFile({ option, file, code }: TlsFileError): TlsProblem {
  const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
  return {
    kind: 'certificate',
    summary: `no tls.${option}`,
    sentence: `The file ${file} ${why}. Check tls.${option} of the connection.`,
  };
}

/** OpenSSL reads them only together, so that it cannot be said which one it is. */
function aboutContents(): TlsProblem {
  return {
    kind: 'certificate',
    summary: 'tls files not usable',
    sentence:
      'The files of tls.ca, tls.cert and tls.key cannot be used. Check that they are in PEM, that the key is not encrypted, and that it is the key of that certificate.',
  };
}

/** `a.example.com, *.b.example.com` out of `DNS:a.example.com, DNS:*.b.example.com`. The server writes it. */
function namesIn(altNames = ''): string {
  const names = [...altNames.matchAll(/(?:DNS|IP Address):([\w.*:-]{1,80})/g)].map(([, name]) => name);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.length === 0 ? 'another name' : names.slice(0, 3).join(', ') + more;
}
