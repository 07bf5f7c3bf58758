package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.util.List;
import java.util.Optional;

/// Which values of a DICOM picture are shown, from black to white.
///
/// Source: DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3.
///
/// @param centre the value in the middle
/// @param width how many values there are from black to white
/// @param function between them
public record DicomWindow(double centre, double width, Function function) {
  /// How brightness grows with the value.
  public enum Function {
    /// In a line from `centre - 0.5 - (width - 1) / 2` to `centre - 0.5 + (width - 1) / 2`.
    LINEAR,
    /// In a line from `centre - width / 2` to `centre + width / 2`.
    LINEAR_EXACT,
    /// As `1 / (1 + exp(-4 (value - centre) / width))`.
    SIGMOID
  }

  /// Checks the width.
  ///
  /// @throws LoupeException if it is below 1 for [Function#LINEAR], or not above 0
  public DicomWindow {
    boolean right = function == Function.LINEAR ? width >= 1 : width > 0;
    if (!right || !Double.isFinite(centre) || !Double.isFinite(width)) {
      throw LoupeException.of("the window is not possible")
          .expected("a finite centre, and a width of at least 1 (above 0 where it is not LINEAR)")
          .got("centre %s, width %s, %s".formatted(centre, width, function));
    }
  }

  /// The first window that a file names.
  ///
  /// @throws LoupeException if what it says is no window
  static Optional<DicomWindow> of(DicomDataSet dataSet) {
    List<Double> centres = dataSet.decimals(DicomTag.WINDOW_CENTER);
    List<Double> widths = dataSet.decimals(DicomTag.WINDOW_WIDTH);
    if (centres.isEmpty() || widths.isEmpty()) {
      return Optional.empty();
    }
    Function function =
        switch (dataSet.text(DicomTag.WINDOW_FUNCTION)) {
          case "", "LINEAR" -> Function.LINEAR;
          case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
          case "SIGMOID" -> Function.SIGMOID;
          default ->
              throw LoupeException.of(
                      "element " + DicomTag.text(DicomTag.WINDOW_FUNCTION) + " is no window")
                  .expected("LINEAR, LINEAR_EXACT or SIGMOID")
                  .got("'" + dataSet.text(DicomTag.WINDOW_FUNCTION) + "'");
        };
    return Optional.of(new DicomWindow(centres.getFirst(), widths.getFirst(), function));
  }

  /// The brightness of a value, 0 to 1.
  public double apply(double value) {
    double share =
        switch (function) {
          case LINEAR ->
              width == 1
                  ? (value > centre - 0.5 ? 1 : 0)
                  : (value - (centre - 0.5)) / (width - 1) + 0.5;
          case LINEAR_EXACT -> (value - centre) / width + 0.5;
          case SIGMOID -> 1 / (1 + StrictMath.exp(-4 * (value - centre) / width));
        };
    return Math.clamp(share, 0, 1);
  }
}
