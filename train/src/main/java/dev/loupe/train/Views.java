package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Test-time augmentation: a sample is judged in several views, and what the network says of them
/// before the softmax is averaged.
///
/// Source: Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural
/// Networks, 2012, section 4.1.
///
/// @param flip whether the last spatial axis is also taken the other way round
/// @param shift by how many places samples are also moved, up and down each spatial axis together
///     with all others; 0 for none. What comes in from outside is 0, the mean.
public record Views(boolean flip, int shift) {
  /// The sample as it is.
  public static final Views NONE = new Views(false, 0);

  /// Checks the distance.
  ///
  /// @throws LoupeException if it is negative
  public Views {
    if (shift < 0) {
      throw LoupeException.of("the shift of the views is out of range")
          .expected("0 or more places, such as 1")
          .got(String.valueOf(shift));
    }
  }

  /// The views that a text names: `none`, `flip`, `shift:1`, or `flip,shift:1`.
  ///
  /// @throws LoupeException if it can't be read
  public static Views parse(String text) {
    boolean flip = false;
    int shift = 0;
    for (String word : text.equals("none") ? new String[0] : text.split(",", -1)) {
      if (word.equals("flip")) {
        flip = true;
      } else if (word.matches("shift:[1-9][0-9]{0,3}")) {
        shift = Integer.parseInt(word.substring("shift:".length()));
      } else {
        throw LoupeException.of("the views to judge can't be read")
            .expected("none, flip, shift:1, or flip,shift:1")
            .got("'" + text + "'");
      }
    }
    return new Views(flip, shift);
  }

  /// How many there are.
  public int count() {
    return (flip ? 2 : 1) * (shift > 0 ? 3 : 1);
  }

  /// As [#parse] takes it.
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    if (flip) {
      words.add("flip");
    }
    if (shift > 0) {
      words.add("shift:" + shift);
    }
    return words.isEmpty() ? "none" : String.join(",", words);
  }

  /// Writes a view of some samples.
  ///
  /// @param index 0 for the samples as they are
  /// @param samples batch, spatial..., channels; normalised
  /// @param into of the same shape
  void write(int index, Tensor samples, Tensor into) {
    boolean turned = flip && index % 2 == 1;
    int side = flip ? index / 2 : index;
    int move = side == 0 ? 0 : side == 1 ? shift : -shift;
    if (!turned && move == 0) {
      into.copyFrom(samples);
      return;
    }
    into.fill(0);
    for (int i = 0; i < samples.shape().size(0); i++) {
      axis(samples.item(i), 0, into.item(i), 0, 0, turned, move);
    }
  }

  private static void axis(
      Tensor from, int at, Tensor into, int to, int axis, boolean turned, int move) {
    Shape shape = from.shape();
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.size(i);
    }
    boolean last = axis == shape.rank() - 2;
    int size = shape.size(axis);
    for (int place = Math.max(0, -move); place < Math.min(size, size - move); place++) {
      int source = at + (last && turned ? size - 1 - place : place) * inner;
      int target = to + (place + move) * inner;
      if (last) {
        System.arraycopy(
            from.data(), from.offset() + source, into.data(), into.offset() + target, inner);
      } else {
        axis(from, source, into, target, axis + 1, turned, move);
      }
    }
  }
}
