package dev.loupe.data.volume;

import dev.loupe.data.io.ByteInput;
import dev.loupe.data.io.Room;
import dev.loupe.data.volume.DicomFrames.Plane;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The slices of one DICOM series in a folder: a volume.
///
/// Slices are sorted by their position along the direction at right angles to them, whatever the
/// files are called. All must have one size, orientation and spacing, and be equally far apart.
///
/// Source: DICOM PS3.3, C.7.6.2 (image plane module).
public final class DicomSeries {
  private static final double ANGLE = 1e-3;
  private static final double SAME_PLACE = 1e-3;
  private static final double UNEVEN = 0.02;

  private final Path folder;
  private final String uid;
  private final List<DicomFile> files;

  private DicomSeries(Path folder, String uid, List<DicomFile> files) {
    this.folder = folder;
    this.uid = uid;
    this.files = files;
  }

  /// The series in a folder, by identifier; folders in it are not looked at.
  ///
  /// Files are looked at that are named like DICOM files, or have their mark; of these, files
  /// without pixels are passed over.
  ///
  /// @throws LoupeException if the folder can't be read, or a DICOM file in it is broken
  public static List<DicomSeries> list(Path folder) {
    List<Path> paths;
    try (Stream<Path> children = Files.list(folder)) {
      paths = children.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
    Map<String, List<DicomFile>> series = new TreeMap<>();
    for (Path path : paths) {
      if (DicomFile.named(path) || marked(path)) {
        DicomFile file = DicomFile.open(path);
        if (file.hasPixels()) {
          String uid = file.dataSet().text(DicomTag.SERIES);
          series.computeIfAbsent(uid, k -> new ArrayList<>()).add(file);
        }
      }
    }
    List<DicomSeries> list = new ArrayList<>();
    series.forEach((uid, files) -> list.add(new DicomSeries(folder, uid, List.copyOf(files))));
    return list;
  }

  private static boolean marked(Path path) {
    return ByteInput.read(
        path,
        in -> {
          byte[] start = in.peek(132);
          return start.length == 132
              && new String(start, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM");
        });
  }

  /// The only series of a folder.
  ///
  /// @throws LoupeException if there is none, or if there are several: their identifiers are listed
  public static DicomSeries open(Path folder) {
    List<DicomSeries> all = list(folder);
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw LoupeException.of(folder + ": there is not one DICOM series in this folder")
        .expected("files with pixels, all of one series")
        .got(all.isEmpty() ? "none" : all.size() + " series:" + text(all))
        .fix("put each series into a folder of its own");
  }

  /// The series of a folder with this identifier.
  ///
  /// @throws LoupeException if there is none: those that there are are listed
  public static DicomSeries open(Path folder, String uid) {
    List<DicomSeries> all = list(folder);
    return all.stream()
        .filter(s -> s.uid.equals(uid))
        .findFirst()
        .orElseThrow(
            () ->
                LoupeException.of(folder + ": there is no DICOM series '" + uid + "'")
                    .expected(all.isEmpty() ? "a folder with DICOM files" : "one of" + text(all)));
  }

  private static String text(List<DicomSeries> all) {
    return all.stream().map(s -> "\n    " + s).collect(Collectors.joining());
  }

  /// The Series Instance UID.
  public String uid() {
    return uid;
  }

  /// What kind of device made it, such as CT or MR.
  public String modality() {
    return files.getFirst().dataSet().text(DicomTag.MODALITY);
  }

  /// What it is called.
  public String description() {
    return files.getFirst().dataSet().text(DicomTag.SERIES_DESCRIPTION);
  }

  /// Its files, by name.
  public List<Path> files() {
    return files.stream().map(DicomFile::path).toList();
  }

  /// The shape of the volume: slices, rows, columns, channels.
  ///
  /// @throws LoupeException if the files differ, or have no pixels that Loupe reads
  public Shape shape() {
    Shape first = files.getFirst().shape();
    long slices = 0;
    for (DicomFile file : files) {
      Shape shape = file.shape();
      if (!shape.with(0, 1).equals(first.with(0, 1))) {
        throw differs(file.path(), "size", slice(first), slice(shape));
      }
      slices += shape.size(0);
    }
    if (slices * first.elements() / first.size(0) > ByteInput.MOST_IN_ARRAY) {
      throw LoupeException.of(folder + ": the series doesn't fit one array")
          .got(slices + " slices of " + slice(first));
    }
    return first.with(0, (int) slices);
  }

  private static String slice(Shape shape) {
    return shape.range(1, 4).toString();
  }

  private LoupeException differs(Path file, String what, String expected, String got) {
    return LoupeException.of(file + ": the slice has another " + what + " than the series")
        .expected(expected + " as in " + files.getFirst().path().getFileName())
        .got(got);
  }

  /// Reads the volume.
  ///
  /// @return slices (z), rows (y), columns (x), channels; z leads along the cross product of rows
  ///     and columns
  /// @throws LoupeException if a file is broken or its pixels can't be read, if the slices differ,
  ///     lie unevenly or on one another, or if the memory is too small
  public Volume read() {
    Shape shape = shape();
    List<Plane> planes = sorted();
    Room.check(4L * shape.length(), "the series of " + shape, "use a smaller series");
    Tensor values = Tensor.zeros(shape);
    Map<Path, DicomFile> byPath = files.stream().collect(Collectors.toMap(DicomFile::path, f -> f));
    for (int z = 0; z < planes.size(); z++) {
      Plane plane = planes.get(z);
      DicomFile file = byPath.get(plane.file());
      if (file == null) {
        throw new IllegalStateException("no file for a plane of it");
      }
      values.item(z).copyFrom(file.read(plane.frame(), 1).item(0));
    }
    return new Volume(values, affine(planes));
  }

  /// All frames in the order of their places.
  private List<Plane> sorted() {
    List<Plane> planes = new ArrayList<>();
    files.forEach(f -> planes.addAll(DicomFrames.of(f)));
    Plane first = planes.getFirst();
    for (Plane plane : planes) {
      check(first, plane);
    }
    double[] normal = first.normal();
    planes.sort(Comparator.comparingDouble(p -> p.along(normal)));
    checkGaps(planes, normal);
    return planes;
  }

  private void checkGaps(List<Plane> planes, double[] normal) {
    double[] gaps = new double[planes.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = planes.get(i + 1).along(normal) - planes.get(i).along(normal);
      if (gaps[i] < SAME_PLACE) {
        throw LoupeException.of(folder + ": two slices of the series lie at one place")
            .expected("one volume")
            .got(name(planes.get(i)) + " and " + name(planes.get(i + 1)))
            .fix("put each volume of a time series into a folder of its own");
      }
    }
    double mean = Arrays.stream(gaps).average().orElse(0);
    for (int i = 0; i < gaps.length; i++) {
      if (Math.abs(gaps[i] - mean) > UNEVEN * mean) {
        throw LoupeException.of(folder + ": the slices of the series are not equally far apart")
            .expected("%s mm between neighbours, the mean".formatted(text(mean)))
            .got(
                "%s mm between %s and %s"
                    .formatted(text(gaps[i]), name(planes.get(i)), name(planes.get(i + 1))))
            .fix("look for slices that are missing");
      }
    }
  }

  private static String text(double millimetres) {
    return String.format(Locale.ROOT, "%.4g", millimetres);
  }

  private static String name(Plane plane) {
    String file = String.valueOf(plane.file().getFileName());
    return plane.frame() == 0 ? file : file + " (frame " + plane.frame() + ")";
  }

  private void check(Plane first, Plane plane) {
    for (int i = 0; i < 6; i++) {
      if (Math.abs(first.directions()[i] - plane.directions()[i]) > ANGLE) {
        throw differs(
            plane.file(),
            "orientation",
            Arrays.toString(first.directions()),
            Arrays.toString(plane.directions()));
      }
    }
    for (int i = 0; i < 2; i++) {
      if (Math.abs(first.spacing()[i] - plane.spacing()[i]) > ANGLE * first.spacing()[i]) {
        throw differs(
            plane.file(),
            "spacing",
            Arrays.toString(first.spacing()),
            Arrays.toString(plane.spacing()));
      }
    }
  }

  /// Where the voxels lie.
  ///
  /// @throws LoupeException if the slices differ, lie unevenly or on one another
  public Affine affine() {
    return affine(sorted());
  }

  /// DICOM counts to the left and the back; an affine to the right and the front.
  private Affine affine(List<Plane> planes) {
    Plane first = planes.getFirst();
    Plane last = planes.getLast();
    double[] normal = first.normal();
    double[] values = new double[12];
    for (int r = 0; r < 3; r++) {
      double sign = r < 2 ? -1 : 1;
      double step =
          planes.size() > 1
              ? (last.position()[r] - first.position()[r]) / (planes.size() - 1)
              : normal[r] * thickness();
      values[4 * r] = sign * first.directions()[r] * first.spacing()[1];
      values[4 * r + 1] = sign * first.directions()[3 + r] * first.spacing()[0];
      values[4 * r + 2] = sign * step;
      values[4 * r + 3] = sign * first.position()[r];
    }
    return new Affine(values);
  }

  /// How thick a single slice is; 1 mm if nothing says it.
  private double thickness() {
    DicomDataSet dataSet = files.getFirst().dataSet();
    return Stream.of(DicomTag.SPACING_BETWEEN_SLICES, DicomTag.SLICE_THICKNESS)
        .flatMap(tag -> dataSet.decimals(tag).stream().limit(1))
        .filter(t -> t > 0)
        .findFirst()
        .orElse(1.0);
  }

  @Override
  public String toString() {
    String name = (modality() + " " + description()).strip();
    return "%s (%s, %d files)".formatted(uid, name.isEmpty() ? "no name" : name, files.size());
  }
}
