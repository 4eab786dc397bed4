import { generate } from 'selfsigned';

/** Both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Host names and addresses; localhost and 127.0.0.1 unless given. */
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  /** Who signs it; it signs itself unless given. */
  readonly authority?: Certificate;
}

export async function certificateFor(options: CertificateOptions = {}): Promise<Certificate> {
  const { names = ['localhost', '127.0.0.1'], from, until, authority } = options;
  const { cert, private: key } = await generate([{ name: 'commonName', value: names[0]! }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(from && { notBeforeDate: from }),
    ...(until && { notAfterDate: until }),
    ...(authority && { ca: authority }),
    extensions: [
      { name: 'basicConstraints', cA: !authority },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (/^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { cert, key };
}
