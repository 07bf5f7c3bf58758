package dev.loupe.cli;

import dev.loupe.cli.FileArguments.Source;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.image.PictureFile;
import dev.loupe.data.volume.NiftiFile;
import dev.loupe.data.volume.NiftiWriter;
import dev.loupe.data.volume.Volume;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Preprocessing.Pictures;
import java.nio.file.Path;

/// Writes the maps of pictures and volumes of any size.
///
/// @param model one for segmentation
/// @param folder for the maps
record MapPrediction(Model model, Path folder) {
  /// A map that was written.
  ///
  /// @param file the sample's
  /// @param map the map's
  /// @param places how many places each class has
  record Written(String file, Path map, long[] places) {}

  /// Reads a sample and writes its map beside others: a PNG with the indices of the classes, of two
  /// classes with 0 and 255; or a NIfTI file whose axes lead to the right, the front and the top.
  ///
  /// @throws LoupeException if the file is broken or does not fit the model
  Written write(Source source) {
    String name = String.valueOf(source.path().getFileName());
    String stem = name.replaceFirst("(\\.nii)?\\.[^.]*$", "");
    Tensor map;
    Path file;
    if (source.content() == null && NiftiFile.named(source.path())) {
      Volume volume = NiftiFile.open(source.path()).read().oriented("RAS");
      map = segment(source, volume.values());
      file = folder.resolve(stem + "-map.nii");
      NiftiWriter.write(file, map, volume.affine());
    } else {
      map = segment(source, picture(source));
      file = folder.resolve(stem + "-map.png");
      Image image = Image.black(map.shape().size(1), map.shape().size(0), 1);
      int white = model.classes().size() == 2 ? 255 : 1;
      for (int i = 0; i < map.length(); i++) {
        image.pixels()[i] = (byte) (map.get(i) * white);
      }
      PictureFile.write(image, file);
    }
    long[] places = new long[model.classes().size()];
    for (int i = 0; i < map.length(); i++) {
      places[(int) map.get(i)]++;
    }
    return new Written(source.name(), file, places);
  }

  private Tensor segment(Source source, Tensor sample) {
    try {
      return model.segment(sample);
    } catch (LoupeException e) {
      throw e.at(source.name());
    }
  }

  private Tensor picture(Source source) {
    Colour usual = model.network().input().channels() == 1 ? Colour.GREY : Colour.RGB;
    Colour colour = model.preprocessing().pictures().map(Pictures::colour).orElse(usual);
    byte[] content = source.content();
    Image image =
        content == null
            ? ImageFile.read(source.path(), colour)
            : ImageFile.read(content, source.name(), colour, ImageFile.MAX_PIXELS);
    return image.toTensor();
  }
}
