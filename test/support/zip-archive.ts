// A zip archive of empty files, for tests: what counts in it is its list of names.

export function zipOf(names: readonly string[], { locked = false } = {}): Buffer {
  const flags = locked ? 1 : 0
  const local = names.map((name) => record(0x04034b50, 30, name, (head) => head.writeUInt16LE(flags, 6), 26))
  const central = names.map((name) => record(0x02014b50, 46, name, (head) => head.writeUInt16LE(flags, 8), 28))
  const [files, directory] = [Buffer.concat(local), Buffer.concat(central)]
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(names.length, 8)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(files.length, 16)
  return Buffer.concat([files, directory, end])
}

function record(signature: number, length: number, name: string, write: (head: Buffer) => void, nameLengthAt: number): Buffer {
  const head = Buffer.alloc(length)
  head.writeUInt32LE(signature, 0)
  head.writeUInt16LE(Buffer.byteLength(name), nameLengthAt)
  write(head)
  return Buffer.concat([head, Buffer.from(name)])
}
