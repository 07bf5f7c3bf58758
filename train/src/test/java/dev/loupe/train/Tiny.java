package dev.loupe.train;

import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A small problem for tests: which quarter of a noisy 8x8 picture is bright.
final class Tiny {
  static final Shape SHAPE = Shape.of(8, 8, 1);
  static final List<String> CLASSES = List.of("nw", "ne", "sw", "se");

  private Tiny() {}

  static Network network() {
    return network(4);
  }

  static Network network(int classes) {
    return new Network(
        SHAPE,
        Sequential.of()
            .with("conv", Conv.of(4, 3))
            .with("relu", Nonlinearity.RELU)
            .with("pool", MaxPool.of(2))
            .with("flatten", Flatten.of())
            .with("dense", Dense.of(classes)));
  }

  static Splits splits(int train, int test) {
    return new Splits(data("train", train, i -> i % 4), data("test", test, i -> i % 4));
  }

  static Dataset data(String name, int size, IntUnaryOperator labels) {
    return data(name, size, labels, SHAPE, CLASSES);
  }

  static Dataset data(
      String name, int size, IntUnaryOperator labels, Shape shape, List<String> classes) {
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public List<String> classes() {
        return classes;
      }

      @Override
      public int label(int index) {
        return labels.applyAsInt(index);
      }

      @Override
      public void read(int index, Tensor into) {
        Seed seed = Seed.of(1).child(name).child(index);
        int width = shape.size(1);
        for (int i = 0; i < into.length(); i++) {
          int quarter = (i / width >= width / 2 ? 2 : 0) + (i % width >= width / 2 ? 1 : 0);
          into.set(i, seed.uniform(i) + (quarter == index % 4 ? 0.3f : 0));
        }
      }

      @Override
      public Card card() {
        return new Card(name, "quarters", "drawn by a test", "Apache-2.0", "sha256:0");
      }
    };
  }
}
