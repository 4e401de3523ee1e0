/** What an Avro name may not hold (specification 1.12, "Names"). */
const foreign = /[^A-Za-z0-9_]/g;

/**
 * Names that Avro can write, for those that a database has: underscores for what is not allowed,
 * and a number where two would be the same in any letter case, which BigQuery does not tell apart.
 */
export function avroNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names.filter((name) => isAvroName(name)).map((name) => name.toLowerCase()));
  return names.map((name) => {
    if (isAvroName(name)) return name;
    const plain = name.replace(foreign, '_').replace(/^(?=\d|$)/, '_');
    let chosen = plain;
    for (let number = 2; taken.has(chosen.toLowerCase()); number++) chosen = `${plain}_${number}`;
    taken.add(chosen.toLowerCase());
    return chosen;
  });
}

const isAvroName = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
