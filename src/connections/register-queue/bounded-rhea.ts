/** The library of AMQP 1.0, which by itself believes any number of items that a message announces. */
import rhea from 'rhea';

type Announced = { size: number; count: number };
type Reader = { prototype: { read_size_count(width: number): Announced } };

const { prototype } = (rhea.types as unknown as { Reader: Reader }).Reader;
const read = prototype.read_size_count;

/** Items of no length could be announced by the billion; whatever a broker sends in earnest has a byte for each. */
prototype.read_size_count = function readSound(width) {
  const announced = read.call(this, width);
  if (announced.count > announced.size) throw new Error(`${announced.count} items in ${announced.size} bytes`);
  return announced;
};

export { rhea };
