package dev.loupe.data;

import java.util.List;

/// How the ten digits are written: for each some ways, each way some strokes.
///
/// A stroke is a list of points in a box of 100 by 100, x to the right and y down. Points are
/// joined by a smooth curve, or by straight lines where the stroke says so. The shapes are Loupe's
/// own.
final class DigitShapes {
  /// One stroke.
  ///
  /// @param smooth joined by a curve, not by straight lines
  /// @param points x and y in turn
  record Stroke(boolean smooth, float[] points) {}

  /// One way to write a digit.
  record Form(List<Stroke> strokes) {}

  private static final List<List<Form>> FORMS =
      List.of(zero(), one(), two(), three(), four(), five(), six(), seven(), eight(), nine());

  private DigitShapes() {}

  /// The ways to write a digit.
  static List<Form> of(int digit) {
    return FORMS.get(digit);
  }

  private static List<Form> zero() {
    return List.of(
        form(curve(54, 3, 26, 14, 12, 48, 22, 84, 50, 97, 78, 84, 88, 48, 76, 13, 50, 2)),
        form(curve(62, 6, 34, 8, 16, 34, 14, 68, 36, 96, 68, 88, 86, 54, 78, 18, 52, 6)),
        form(curve(70, 14, 44, 2, 20, 22, 12, 60, 30, 94, 62, 94, 84, 66, 84, 30, 62, 5, 40, 10)),
        form(curve(48, 4, 30, 20, 24, 52, 32, 86, 50, 97, 68, 84, 76, 50, 68, 16, 46, 5)));
  }

  private static List<Form> one() {
    return List.of(
        form(line(52, 2, 49, 98)),
        form(curve(58, 2, 52, 34, 48, 66, 44, 98)),
        form(line(30, 26, 54, 3, 52, 97)),
        form(curve(24, 34, 40, 20, 56, 3), line(56, 3, 52, 97)),
        form(line(32, 22, 52, 3, 51, 96), line(26, 97, 78, 96)),
        form(line(52, 3, 51, 96), line(30, 97, 72, 96)));
  }

  private static List<Form> two() {
    return List.of(
        form(curve(14, 28, 30, 7, 58, 4, 78, 22, 68, 48, 40, 74, 13, 96), line(13, 96, 88, 94)),
        form(
            curve(
                16, 22, 40, 3, 70, 10, 78, 34, 58, 62, 32, 84, 12, 92, 18, 80, 42, 86, 66, 96, 90,
                88)),
        form(
            curve(18, 16, 50, 4, 76, 18, 72, 42, 44, 70, 16, 95),
            curve(16, 95, 42, 88, 66, 94, 88, 90)),
        form(curve(22, 10, 52, 6, 74, 20, 66, 46, 36, 78, 20, 90, 12, 84, 22, 76, 44, 88, 84, 98)));
  }

  private static List<Form> three() {
    return List.of(
        form(
            curve(18, 16, 44, 3, 72, 12, 72, 34, 42, 47),
            curve(42, 47, 74, 54, 84, 74, 62, 95, 34, 97, 13, 84)),
        form(line(18, 6, 80, 5, 42, 42), curve(42, 42, 76, 50, 84, 76, 58, 97, 16, 88)),
        form(curve(22, 10, 54, 2, 76, 18, 64, 40, 38, 48, 66, 52, 80, 72, 62, 95, 30, 97, 12, 90)),
        form(
            curve(
                14, 22, 34, 4, 64, 6, 72, 26, 56, 42, 40, 44, 50, 50, 76, 58, 82, 80, 54, 98, 18,
                92)));
  }

  private static List<Form> four() {
    return List.of(
        form(line(28, 4, 14, 58, 88, 57), line(68, 28, 64, 98)),
        form(line(62, 3, 12, 64, 90, 63), line(63, 3, 62, 98)),
        form(curve(22, 4, 18, 32, 26, 54, 48, 56, 72, 48), curve(76, 4, 72, 46, 66, 98)),
        form(line(30, 6, 18, 54, 84, 53), line(74, 4, 68, 98)),
        form(curve(56, 4, 34, 32, 10, 60), line(10, 60, 92, 60), line(66, 34, 62, 97)));
  }

  private static List<Form> five() {
    return List.of(
        form(line(78, 5, 30, 6, 25, 43), curve(25, 43, 52, 36, 80, 52, 80, 80, 50, 97, 14, 88)),
        form(
            curve(30, 6, 26, 26, 24, 45, 50, 38, 78, 54, 76, 82, 48, 97, 16, 90),
            line(30, 7, 84, 4)),
        form(curve(80, 6, 54, 5, 34, 10, 26, 34, 34, 44, 60, 46, 80, 64, 70, 90, 42, 97, 14, 90)),
        form(line(76, 4, 38, 8, 26, 46), curve(26, 46, 58, 44, 74, 62, 68, 86, 42, 98, 20, 96)));
  }

  private static List<Form> six() {
    return List.of(
        form(curve(70, 3, 40, 24, 18, 60, 26, 90, 54, 97, 78, 80, 72, 58, 48, 50, 22, 68)),
        form(curve(54, 2, 36, 26, 22, 60, 22, 84, 44, 98, 70, 88, 74, 66, 54, 56, 30, 66, 22, 80)),
        form(curve(76, 10, 50, 6, 26, 32, 16, 66, 34, 95, 66, 92, 80, 70, 62, 52, 36, 56, 20, 74)),
        form(curve(38, 2, 24, 38, 20, 72, 36, 96, 64, 94, 78, 74, 62, 58, 38, 64, 26, 82)));
  }

  private static List<Form> seven() {
    return List.of(
        form(line(14, 8, 85, 7, 42, 98)),
        form(line(14, 8, 84, 8, 44, 98), line(34, 52, 78, 50)),
        form(curve(12, 18, 22, 8, 52, 10, 84, 6), curve(84, 6, 62, 42, 50, 72, 46, 98)),
        form(line(16, 24, 18, 7, 84, 6), curve(84, 6, 58, 46, 44, 98)),
        form(
            curve(14, 12, 48, 10, 84, 8),
            curve(84, 8, 64, 44, 40, 97),
            curve(30, 56, 54, 50, 80, 52)));
  }

  private static List<Form> eight() {
    return List.of(
        form(
            curve(
                74, 18, 52, 3, 28, 14, 32, 36, 60, 54, 80, 76, 56, 97, 24, 84, 28, 62, 60, 42, 76,
                16)),
        form(
            curve(50, 3, 28, 14, 30, 38, 52, 47, 72, 34, 70, 12, 49, 4),
            curve(52, 47, 22, 60, 20, 86, 50, 98, 80, 86, 78, 60, 50, 46)),
        form(
            curve(
                80, 12, 54, 4, 30, 18, 42, 42, 70, 64, 70, 90, 44, 98, 22, 82, 40, 56, 68, 36, 82,
                14)),
        form(
            curve(
                46, 48, 26, 30, 36, 6, 64, 4, 72, 26, 50, 46, 26, 66, 24, 90, 52, 98, 74, 84, 68,
                62, 46, 48)));
  }

  private static List<Form> nine() {
    return List.of(
        form(curve(76, 22, 54, 3, 26, 16, 22, 42, 46, 52, 70, 38, 76, 20), line(76, 20, 70, 98)),
        form(curve(74, 26, 58, 4, 30, 10, 20, 36, 40, 52, 66, 42, 76, 18, 78, 54, 62, 90, 28, 97)),
        form(curve(80, 14, 50, 4, 24, 22, 30, 46, 56, 46, 76, 20), curve(76, 20, 74, 56, 58, 98)),
        form(curve(72, 30, 66, 6, 36, 4, 20, 28, 34, 50, 60, 44, 74, 14, 74, 52, 70, 76, 72, 98)));
  }

  private static Form form(Stroke... strokes) {
    return new Form(List.of(strokes));
  }

  private static Stroke curve(float... points) {
    return new Stroke(true, points);
  }

  private static Stroke line(float... points) {
    return new Stroke(false, points);
  }
}
