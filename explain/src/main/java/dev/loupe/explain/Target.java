package dev.loupe.explain;

import dev.loupe.tensor.LoupeException;

/// What an explanation explains: one number that a network computes for each sample.
public sealed interface Target {
  /// The layer that it is a value of; empty for what the network answers.
  String layer();

  /// The value of a class before softmax, or of any other output of the network; where the network
  /// answers for each place, the mean of the output over all places.
  ///
  /// @param index of the output, from 0
  record Output(int index) implements Target {
    /// Checks the index.
    ///
    /// @throws LoupeException if it is below 0
    public Output {
      notNegative("output", index);
    }

    @Override
    public String layer() {
      return "";
    }
  }

  /// The mean of a channel of a layer over all places.
  ///
  /// @param layer its path, such as `layer1.0.conv1`
  /// @param channel from 0
  record Channel(String layer, int channel) implements Target {
    /// Checks the channel.
    ///
    /// @throws LoupeException if it is below 0
    public Channel {
      notNegative("channel", channel);
    }
  }

  /// One value of a layer.
  ///
  /// @param layer its path
  /// @param index of the value in a sample, in the layer's order, channels last
  record Neuron(String layer, int index) implements Target {
    /// Checks the index.
    ///
    /// @throws LoupeException if it is below 0
    public Neuron {
      notNegative("neuron", index);
    }
  }

  /// Reads `output:3`, `channel:LAYER:3` or `neuron:LAYER:17`.
  ///
  /// @throws LoupeException if the text is something else
  static Target parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    String kind = first < 0 ? text : text.substring(0, first);
    try {
      int index = Integer.parseInt(text.substring(last + 1));
      if (kind.equals("output") && first == last) {
        return new Output(index);
      }
      if (first < last && kind.equals("channel")) {
        return new Channel(text.substring(first + 1, last), index);
      }
      if (first < last && kind.equals("neuron")) {
        return new Neuron(text.substring(first + 1, last), index);
      }
    } catch (NumberFormatException e) {
      throw unknown(text).causedBy(e);
    }
    throw unknown(text);
  }

  private static LoupeException unknown(String text) {
    return LoupeException.of("this is no target")
        .expected("output:INDEX, channel:LAYER:INDEX or neuron:LAYER:INDEX")
        .got("'" + text + "'");
  }

  private static void notNegative(String what, int index) {
    if (index < 0) {
      throw LoupeException.of("there is no such " + what)
          .expected("an index of at least 0")
          .got(String.valueOf(index));
    }
  }
}
