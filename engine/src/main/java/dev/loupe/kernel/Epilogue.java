package dev.loupe.kernel;

import java.util.List;

/// What is done to each value after a kernel has computed it, while it is still in cache.
///
/// @param stages in order
public record Epilogue(List<Stage> stages) {
  /// Copies the list.
  public Epilogue {
    stages = List.copyOf(stages);
  }

  /// One thing that is done.
  public sealed interface Stage {
    /// Whether the stage reads an operand of its own.
    default boolean hasOperand() {
      return false;
    }
  }

  /// Adds a vector over the channels: a bias.
  ///
  /// @param channels its length
  public record AddChannels(int channels) implements Stage {
    @Override
    public boolean hasOperand() {
      return true;
    }

    @Override
    public String toString() {
      return "bias";
    }
  }

  /// Adds a tensor of the same shape: the other path of a residual.
  public record AddTensor() implements Stage {
    @Override
    public boolean hasOperand() {
      return true;
    }

    @Override
    public String toString() {
      return "residual";
    }
  }

  /// Applies a function.
  ///
  /// @param function which
  public record Apply(Activation function) implements Stage {
    @Override
    public String toString() {
      return function.toString();
    }
  }

  /// How many operands the stages read.
  public int operands() {
    return (int) stages.stream().filter(Stage::hasOperand).count();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Stage s : stages) {
      text.append(" + ").append(s);
    }
    return text.toString();
  }
}
