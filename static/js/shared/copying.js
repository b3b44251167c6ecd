// Copy what stands in a field. The first way needs https and a browser of 2020 or later; the second one is older.
export async function copy(field) {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  field.select();
  if (!document.execCommand("copy")) throw new Error("copying is not allowed here");
}
