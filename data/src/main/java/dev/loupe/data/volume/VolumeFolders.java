package dev.loupe.data.volume;

import dev.loupe.data.Progress;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Splits;
import java.nio.file.Path;

/// Recognises a folder with a folder of volumes for each class.
///
/// @param options how it becomes a dataset
/// @param progress is told how many volumes have been looked at
public record VolumeFolders(VolumeFolderOptions options, Progress progress) implements Recogniser {
  @Override
  public String layout() {
    return "a folder of volumes for each class, NIfTI or DICOM, such as healthy/1.nii.gz";
  }

  @Override
  public boolean recognises(Path folder) {
    return VolumeFolder.isIn(folder);
  }

  @Override
  public Splits open(Path folder) {
    return VolumeFolder.open(folder, options, progress);
  }
}
