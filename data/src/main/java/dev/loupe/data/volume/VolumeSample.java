package dev.loupe.data.volume;

import dev.loupe.data.ClassFolders;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads a file, or a folder with a DICOM series, as a sample.
///
/// Volumes whose places are known are turned so that x, y and z lead to the right, the front and
/// the top (`RAS`): NIfTI files and series. DICOM files stay as they are stored. Where there is
/// only one slice, the sample is a picture: it has no axis z.
public final class VolumeSample {
  private static final String CANONICAL = "RAS";

  private VolumeSample() {}

  /// Whether a file is one by the ending of its name: NIfTI or DICOM.
  ///
  /// A `.hdr` counts only with its `.img`: other programs use the ending too.
  public static boolean named(Path path) {
    String name = path.toString();
    if (name.endsWith(".hdr")) {
      return Files.isRegularFile(Path.of(name.substring(0, name.length() - 4) + ".img"));
    }
    return NiftiFile.named(path) || DicomFile.named(path);
  }

  /// Where a sample is: DICOM files in a folder of a class folder are one series.
  ///
  /// @return the file, or the folder of the series
  static Path place(ClassFolders.Entry entry) {
    Path parent = entry.path().getParent();
    boolean deeper = entry.name().indexOf('/') != entry.name().lastIndexOf('/');
    return deeper && parent != null && DicomFile.named(entry.path()) ? parent : entry.path();
  }

  /// The files of a sample, for its hash.
  static List<Path> files(Path place) {
    return Files.isDirectory(place) ? DicomSeries.open(place).files() : List.of(place);
  }

  /// The shape that [#read] will give, from headers alone.
  ///
  /// @throws LoupeException if a file is broken or of no kind that Loupe reads
  public static Shape shape(Path place) {
    if (Files.isDirectory(place)) {
      DicomSeries series = DicomSeries.open(place);
      return flat(turned(place, series.shape(), series.affine()));
    }
    if (DicomFile.named(place)) {
      return flat(DicomFile.open(place).shape());
    }
    NiftiFile file = NiftiFile.open(place);
    return flat(turned(place, file.shape(), file.header().affine()));
  }

  private static Shape turned(Path place, Shape shape, Affine affine) {
    try {
      return Turn.of(affine.codes(), CANONICAL).shape(shape);
    } catch (LoupeException e) {
      throw e.at(place.toString());
    }
  }

  /// Reads a sample: z, y, x, channels, or y, x, channels.
  ///
  /// @throws LoupeException if a file is broken or of no kind that Loupe reads, or if the memory
  ///     is too small
  public static Tensor read(Path place) {
    Tensor values;
    if (Files.isDirectory(place)) {
      values = turned(place, DicomSeries.open(place).read());
    } else if (DicomFile.named(place)) {
      values = DicomFile.open(place).read();
    } else {
      values = turned(place, NiftiFile.open(place).read());
    }
    return values.reshape(flat(values.shape()));
  }

  private static Tensor turned(Path place, Volume volume) {
    try {
      return volume.oriented(CANONICAL).values();
    } catch (LoupeException e) {
      throw e.at(place.toString());
    }
  }

  private static Shape flat(Shape shape) {
    return shape.size(0) == 1 ? shape.range(1, 4) : shape;
  }

  /// Whether the least value of a sample is shown white: values of such files run the other way.
  static boolean inverted(Path place) {
    if (Files.isDirectory(place)) {
      return DicomFile.open(DicomSeries.open(place).files().getFirst()).inverted();
    }
    return DicomFile.named(place) && DicomFile.open(place).inverted();
  }
}
