// The wished size of a picture → the shape and size that Google's image models know.
// https://ai.google.dev/gemini-api/docs/image-generation#aspect_ratios

import type { ImageWishes } from '../../canon/image.ts';
import type { Loss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { drawsLarge } from './media-models.ts';

/** Shapes that every image model knows. */
const SHAPES = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const;
/** Google's word, and the side of a square picture in pixels. */
const ONE_K = ['1K', 1024] as const;
const TWO_K = ['2K', 2048] as const;
const FOUR_K = ['4K', 4096] as const;
/** Pixels from which on the next size is the nearer one, halfway in each direction. */
const BIG = 1448 ** 2;
const HUGE = 2896 ** 2;

/** The `imageConfig`. Only squares of these sizes come out exactly as wished; else `size` is named as lost. */
export function renderImageConfig(wishes: ImageWishes, model: string, loss: Loss): JsonObject {
  const { width, height } = wishes;
  const shape = SHAPES.toSorted(
    (one, other) => distance(ratioOf(one), width / height) - distance(ratioOf(other), width / height),
  )[0];
  // By area, since the long side of a narrow picture says little.
  const area = drawsLarge(model) ? width * height : 0;
  const [name, side] = area < BIG ? ONE_K : area < HUGE ? TWO_K : FOUR_K;
  if (width !== side || height !== side) loss.add('size');
  // The smallest is what they draw anyway, and the older ones refuse the mention.
  return { ...(shape !== undefined && { aspectRatio: shape }), ...(name !== '1K' && { imageSize: name }) };
}

function ratioOf(shape: string): number {
  const [width = 1, height = 1] = shape.split(':').map(Number);
  return width / height;
}

function distance(one: number, other: number): number {
  return Math.abs(Math.log(one / other));
}
