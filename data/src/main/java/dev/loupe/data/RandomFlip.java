package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Mirrors half of the images, left to right.
public record RandomFlip() implements Geometric {
  @Override
  public Shape shape(Shape input) {
    if (input.rank() != 3) {
      throw LoupeException.of("random flip: this works on images only")
          .expected("samples of height x width x channels")
          .got(input.toString())
          .fix("leave the flip out");
    }
    return input;
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    if (seed.uniform(0) < 0.5f) {
      output.copyFrom(input);
      return;
    }
    int width = input.shape().size(1);
    int channels = input.shape().channels();
    int rows = input.shape().size(0);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int from = input.offset() + (y * width + x) * channels;
        int to = output.offset() + (y * width + width - 1 - x) * channels;
        System.arraycopy(input.data(), from, output.data(), to, channels);
      }
    }
  }

  @Override
  public String toString() {
    return "flip";
  }
}
