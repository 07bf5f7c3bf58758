package dev.loupe.data;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Samples of one shape, and what is to be learned of each: a class, unless [#target] says another.
///
/// Reading is safe from several threads at once and gives the same values each time. Pictures are
/// in 0 to 1; signals and volumes as their card says.
public interface Dataset {
  /// How many samples there are.
  int size();

  /// The shape of one sample: spatial..., channels.
  Shape shape();

  /// The names of the classes, by index; of the labels or values where those are to be learned.
  List<String> classes();

  /// What is to be learned.
  default Target target() {
    return Target.CLASS;
  }

  /// The class of a sample, 0 to `classes().size() - 1`; 0 where it has something else to learn.
  int label(int index);

  /// Writes what is to be learned of a sample: here its class.
  ///
  /// @param index 0 to `size() - 1`
  /// @param into of the shape that [Target#shape] says
  /// @throws dev.loupe.tensor.LoupeException if it can't be read
  default void readTarget(int index, Tensor into) {
    into.set(0, label(index));
  }

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
