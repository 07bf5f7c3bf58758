package dev.loupe.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.loupe.data.IdxFile;
import dev.loupe.data.array.NpyFile;
import dev.loupe.data.array.NpzFile;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.signal.WavFile;
import dev.loupe.data.signal.WfdbAnnotations;
import dev.loupe.data.signal.WfdbRecord;
import dev.loupe.data.volume.DicomFile;
import dev.loupe.data.volume.NiftiFile;
import java.nio.file.Path;

/// Files of samples; see [ModelFilesFuzzTest].
final class DataFilesFuzzTest {
  /// Pictures of more pixels are refused: a small file may well promise more.
  private static final long MOST_PIXELS = 1 << 20;

  private static final int FEW = 4096;

  @FuzzTest(maxDuration = "60s")
  void picture(byte[] bytes) {
    String name = "hostile.png";
    Hostile.read(bytes, name, file -> ImageFile.read(bytes, name(file), Colour.RGB, MOST_PIXELS));
  }

  @FuzzTest(maxDuration = "60s")
  void wav(byte[] bytes) {
    Hostile.read(
        bytes,
        ".wav",
        file -> {
          WavFile wav = WavFile.of(bytes, name(file));
          int frames = (int) Math.min(wav.frames(), FEW);
          wav.read(0, frames, new float[frames * wav.channels()], 0);
        });
  }

  @FuzzTest(maxDuration = "60s")
  void wfdbHeader(byte[] bytes) {
    Hostile.read(bytes, ".hea", file -> WfdbRecord.open(file).verify());
  }

  @FuzzTest(maxDuration = "60s")
  void wfdbAnnotations(byte[] bytes) {
    Hostile.read(bytes, ".atr", WfdbAnnotations::read);
  }

  @FuzzTest(maxDuration = "60s")
  void nifti(byte[] bytes) {
    Hostile.read(bytes, ".nii", file -> NiftiFile.open(file).read());
  }

  @FuzzTest(maxDuration = "60s")
  void packedNifti(byte[] bytes) {
    Hostile.read(bytes, ".nii.gz", file -> NiftiFile.open(file).read());
  }

  @FuzzTest(maxDuration = "60s")
  void dicom(byte[] bytes) {
    Hostile.read(bytes, ".dcm", file -> DicomFile.open(file).read());
  }

  @FuzzTest(maxDuration = "60s")
  void npy(byte[] bytes) {
    Hostile.read(bytes, ".npy", file -> NpyFile.read(file).floats());
  }

  @FuzzTest(maxDuration = "60s")
  void npz(byte[] bytes) {
    Hostile.read(
        bytes,
        ".npz",
        file -> {
          try (NpzFile archive = NpzFile.open(file)) {
            archive.names().forEach(n -> archive.read(n).floats());
          }
        });
  }

  @FuzzTest(maxDuration = "60s")
  void idx(byte[] bytes) {
    Hostile.read(bytes, ".idx", IdxFile::read);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
