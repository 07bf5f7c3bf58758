package dev.loupe.formats.onnx;

import java.util.List;
import java.util.stream.Collectors;

/// Words for errors.
final class Texts {
  private Texts() {}

  /// The first of some names, and how many more there are.
  static String list(List<String> names, int most) {
    String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
  }

  /// Sizes, with names for those that are free.
  static String dims(List<OnnxDim> dims) {
    return dims.stream()
        .map(
            d ->
                switch (d) {
                  case OnnxDim.Fixed f -> Integer.toString(f.size());
                  case OnnxDim.Named n -> n.name();
                  case OnnxDim.Free f -> "?";
                })
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
