package dev.loupe.data;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Samples of one shape with a class each.
///
/// Reading is safe from several threads at once and gives the same values each time. Pictures are
/// in 0 to 1; signals and volumes as their card says.
public interface Dataset {
  /// How many samples there are.
  int size();

  /// The shape of one sample: spatial..., channels.
  Shape shape();

  /// The names of the classes, by index.
  List<String> classes();

  /// The class of a sample, 0 to `classes().size() - 1`.
  int label(int index);

  /// The person or thing a sample comes from, such as a patient or a speaker.
  ///
  /// Samples of one group are alike in ways that have nothing to do with their class: see [Leak].
  ///
  /// @return its name, or an empty text where it is unknown
  default String group(int index) {
    return "";
  }

  /// Writes the values of a sample.
  ///
  /// @param index 0 to `size() - 1`
  /// @param into of the shape [#shape()]
  /// @throws dev.loupe.tensor.LoupeException if the sample can't be read
  void read(int index, Tensor into);

  /// What the data is and where it comes from.
  Card card();
}
