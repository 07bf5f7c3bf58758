package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the frames of DICOM files lie in space.
///
/// Source: DICOM PS3.3, C.7.6.2 (image plane), C.7.6.16 (functional groups), C.8.8.3.2 (offsets of
/// a dose grid).
final class DicomFrames {
  private DicomFrames() {}

  /// A frame's place: millimetres to the patient's left, back and top.
  ///
  /// @param position of the middle of the first pixel
  /// @param directions along a row and along a column, of length 1
  /// @param spacing between rows and between columns
  record Plane(Path file, int frame, double[] position, double[] directions, double[] spacing) {
    /// At right angles to rows and columns.
    double[] normal() {
      double[] d = directions;
      return new double[] {
        d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3]
      };
    }

    /// How far along a direction the plane is.
    double along(double[] direction) {
      return position[0] * direction[0] + position[1] * direction[1] + position[2] * direction[2];
    }
  }

  /// The item of a functional group that is for a frame: its own, or that of all frames.
  static Optional<DicomDataSet> group(DicomDataSet dataSet, int tag, int frame) {
    List<DicomDataSet> frames = dataSet.items(DicomTag.FRAME_GROUPS);
    List<DicomDataSet> own = frame < frames.size() ? frames.get(frame).items(tag) : List.of();
    return own.stream()
        .findFirst()
        .or(
            () ->
                dataSet.items(DicomTag.SHARED_GROUPS).stream()
                    .flatMap(shared -> shared.items(tag).stream())
                    .findFirst());
  }

  /// The planes of all frames of a file.
  ///
  /// @throws LoupeException if the file does not say where they are
  static List<Plane> of(DicomFile file) {
    try {
      List<Plane> planes = new ArrayList<>();
      for (int frame = 0; frame < file.frames(); frame++) {
        planes.add(plane(file, frame));
      }
      return planes;
    } catch (LoupeException e) {
      throw e.at(file.path().toString());
    }
  }

  private static Plane plane(DicomFile file, int frame) {
    double[] directions = numbers(file, DicomTag.PLANE_ORIENTATION, DicomTag.ORIENTATION, frame, 6);
    double[] spacing = numbers(file, DicomTag.PIXEL_MEASURES, DicomTag.PIXEL_SPACING, frame, 2);
    double[] position = numbers(file, DicomTag.PLANE_POSITION, DicomTag.POSITION, frame, 3);
    for (int i = 0; i < 6; i += 3) {
      double length = Math.sqrt(square(directions, i));
      if (!(Math.abs(length - 1) < 1e-2)) {
        throw LoupeException.of(
                "element " + DicomTag.text(DicomTag.ORIENTATION) + " is no orientation")
            .expected("two directions of length 1")
            .got("one of length " + length);
      }
      for (int k = i; k < i + 3; k++) {
        directions[k] /= length;
      }
    }
    if (!(spacing[0] > 0 && spacing[1] > 0)) {
      throw LoupeException.of("element " + DicomTag.text(DicomTag.PIXEL_SPACING) + " is no spacing")
          .expected("two numbers above 0")
          .got(spacing[0] + " and " + spacing[1]);
    }
    Plane plane = new Plane(file.path(), frame, position, directions, spacing);
    double offset = offset(file, frame);
    double[] normal = plane.normal();
    for (int k = 0; k < 3; k++) {
      position[k] += offset * normal[k];
    }
    return plane;
  }

  private static double square(double[] v, int i) {
    return v[i] * v[i] + v[i + 1] * v[i + 1] + v[i + 2] * v[i + 2];
  }

  /// How far a frame is from the file's position, where frames have none of their own.
  private static double offset(DicomFile file, int frame) {
    DicomDataSet dataSet = file.dataSet();
    boolean own = group(dataSet, DicomTag.PLANE_POSITION, frame).isPresent();
    if (own || file.frames() == 1) {
      return 0;
    }
    List<Double> offsets = dataSet.decimals(DicomTag.FRAME_OFFSETS);
    if (offsets.size() == file.frames()) {
      return offsets.get(frame) - offsets.getFirst();
    }
    List<Double> between = dataSet.decimals(DicomTag.SPACING_BETWEEN_SLICES);
    if (between.isEmpty()) {
      throw LoupeException.of("the file doesn't say where its frames lie")
          .expected(
              "element %s for each frame, or element %s or %s"
                  .formatted(
                      DicomTag.text(DicomTag.POSITION),
                      DicomTag.text(DicomTag.FRAME_OFFSETS),
                      DicomTag.text(DicomTag.SPACING_BETWEEN_SLICES)));
    }
    return frame * between.getFirst();
  }

  private static double[] numbers(DicomFile file, int group, int tag, int frame, int count) {
    return group(file.dataSet(), group, frame)
        .flatMap(item -> item.decimals(tag, count))
        .or(() -> file.dataSet().decimals(tag, count))
        .orElseThrow(
            () ->
                LoupeException.of("the file doesn't say where its pixels lie")
                    .expected("element " + DicomTag.text(tag)));
  }
}
