package dev.loupe.formats.onnx;

import java.util.List;

/// A fixed setting of a node.
public sealed interface OnnxAttribute {
  /// A number with a fraction.
  ///
  /// @param value the number
  record Real(float value) implements OnnxAttribute {}

  /// An integer.
  ///
  /// @param value the integer
  record Whole(long value) implements OnnxAttribute {}

  /// A text.
  ///
  /// @param value the text
  record Text(String value) implements OnnxAttribute {}

  /// Numbers with fractions.
  ///
  /// @param values the numbers
  record Reals(List<Float> values) implements OnnxAttribute {
    /// Copies the list.
    public Reals {
      values = List.copyOf(values);
    }
  }

  /// Integers.
  ///
  /// @param values the integers
  record Wholes(List<Long> values) implements OnnxAttribute {
    /// Copies the list.
    public Wholes {
      values = List.copyOf(values);
    }
  }

  /// Texts.
  ///
  /// @param values the texts
  record Texts(List<String> values) implements OnnxAttribute {
    /// Copies the list.
    public Texts {
      values = List.copyOf(values);
    }
  }

  /// Fixed values.
  ///
  /// @param value the tensor
  record Values(OnnxTensor value) implements OnnxAttribute {}

  /// A graph that the node may run.
  ///
  /// @param value the graph
  record Body(OnnxGraph value) implements OnnxAttribute {}

  /// In a function's node: the attribute of the call with this name.
  ///
  /// @param name the attribute of the function
  record Reference(String name) implements OnnxAttribute {}
}
