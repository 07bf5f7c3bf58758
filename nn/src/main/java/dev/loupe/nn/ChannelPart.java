package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Slice;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One of several equal parts of the channels.
///
/// Input: ..., C. Output: ..., C / parts.
///
/// @param index which one, from 0 on
/// @param parts how many there are, a divisor of the channels
public record ChannelPart(int index, int parts) implements Layer {
  /// Checks the numbers.
  ///
  /// @throws LoupeException if there is no such part
  public ChannelPart {
    Conv.atLeastOne("parts", parts);
    if (index < 0 || index >= parts) {
      throw LoupeException.of("there is no such part of the channels")
          .expected("0 to " + (parts - 1))
          .got(String.valueOf(index));
    }
  }

  /// A part of `parts` equal ones.
  public static ChannelPart of(int index, int parts) {
    return new ChannelPart(index, parts);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    int size = size(scope, x, parts);
    List<Integer> starts = new ArrayList<>(Collections.nCopies(x.rank() - 1, 0));
    starts.add(index * size);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < x.rank() - 1; i++) {
      sizes.add(x.size(i));
    }
    sizes.add(size);
    return scope.apply(new Slice(starts, sizes), input);
  }

  /// How many channels each of some equal parts has.
  static int size(Scope scope, Shape input, int parts) {
    if (input.channels() % parts != 0) {
      throw scope
          .error("the channels can't be parted evenly")
          .expected("channels that are a multiple of " + parts)
          .got(input.channels() + " (" + input + ")");
    }
    return input.channels() / parts;
  }
}
