package dev.loupe.train;

import java.util.List;

/// The figures of an evaluation that is not one of classes.
///
/// @param overall the first one chooses the best epoch
/// @param parts the same for each label, value or class, in their order
public record TaskFigures(List<Figure> overall, List<Part> parts) {
  /// Copies the lists.
  public TaskFigures {
    overall = List.copyOf(overall);
    parts = List.copyOf(parts);
  }

  /// A figure with a name, such as `mean Dice`.
  ///
  /// @param value NaN where it is not known
  public record Figure(String name, double value) {}

  /// The figures of a label, value or class.
  ///
  /// @param name of the label, value or class
  /// @param count how many samples have the label or value, or how many places the class
  /// @param figures of the same names in all parts
  public record Part(String name, long count, List<Figure> figures) {
    /// Copies the list.
    public Part {
      figures = List.copyOf(figures);
    }
  }

  /// The figure of a name; NaN if there is none.
  public double value(String name) {
    return overall.stream()
        .filter(f -> f.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
