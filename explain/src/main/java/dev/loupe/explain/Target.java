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

  private static void notNegative(String what, int index) {
    if (index < 0) {
      throw LoupeException.of("there is no such " + what)
          .expected("an index of at least 0")
          .got(String.valueOf(index));
    }
  }
}
