/** One part of a form: a field, or a file with its name. */
export type FormPart = {
  readonly name: string
  readonly value: string | Buffer
  readonly fileName?: string
  readonly type?: string
}

/** A form with files as a browser sends it; names stand as they are, so that bad ones can be sent too. */
export function multipart(parts: readonly FormPart[], boundary = '----test-boundary-4f1c') {
  const chunks = parts.flatMap(({ name, value, fileName, type = 'application/octet-stream' }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
        fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: ${type}`
      }\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
  return {
    payload: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
