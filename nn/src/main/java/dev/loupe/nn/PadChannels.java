package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Puts channels of zeros around those of the input, half of them in front, rounded down.
///
/// Input: ..., C. Output: ..., channels. With a [MaxPool] of kernel 1, which keeps each stride-th
/// value, it is a shortcut without parameters: option A of He et al., Deep Residual Learning for
/// Image Recognition, CVPR 2016, section 4.1.
///
/// @param channels of the output, at least as many as the input has
public record PadChannels(int channels) implements Layer {
  /// Checks the number.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is below 1
  public PadChannels {
    Conv.atLeastOne("channels", channels);
  }

  /// To so many channels.
  public static PadChannels of(int channels) {
    return new PadChannels(channels);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    int missing = channels - x.channels();
    if (missing < 0) {
      throw scope
          .error("there are more channels than padding may give")
          .expected("at most " + channels)
          .got(x.channels() + " (" + x + ")");
    }
    if (missing == 0) {
      return input;
    }
    List<Integer> before = channels(x.rank(), missing / 2);
    List<Integer> after = channels(x.rank(), missing - missing / 2);
    return scope.apply(new dev.loupe.graph.op.Pad(PadMode.CONSTANT, before, after, 0), input);
  }

  /// Nothing but for the channels.
  private static List<Integer> channels(int rank, int size) {
    List<Integer> all = new ArrayList<>(Collections.nCopies(rank - 1, 0));
    all.add(size);
    return all;
  }
}
