/** Nothing that looks like something else when it is read out or written down. */
const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 6;

/** "Person K7QX4M", from a keyed hash. In both languages the same word, and the same for all who talk about it. */
export function pseudonymOf(hash: Uint8Array): string {
  let rest = new DataView(hash.buffer, hash.byteOffset, 8).getBigUint64(0);
  let text = "";
  for (let place = 0; place < length; place++) {
    text += letters[Number(rest % BigInt(letters.length))];
    rest /= BigInt(letters.length);
  }
  return `Person ${text}`;
}
