package dev.loupe.cli;

import dev.loupe.cli.FileArguments.Source;
import dev.loupe.data.NpzDataset;
import dev.loupe.data.array.NpyFile;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.ImageFile;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.volume.VolumeSample;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Preprocessing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads files as samples for a model.
final class SampleReader {
  private final Shape input;
  private final Preprocessing.Pictures pictures;

  SampleReader(Preprocessing preprocessing) {
    this.input = preprocessing.input();
    Preprocessing.Pictures usual =
        new Preprocessing.Pictures(Colour.RGB, ResizeMode.SHORT_SIDE, Filter.BILINEAR);
    Preprocessing.Pictures own = preprocessing.pictures().orElse(usual);
    Colour three = own.colour() == Colour.BGR ? Colour.BGR : Colour.RGB;
    Colour colour = input.channels() == 1 ? Colour.GREY : three;
    this.pictures = new Preprocessing.Pictures(colour, own.mode(), own.filter(), own.resized());
  }

  /// A sample as the model wants it.
  ///
  /// @param name said in results
  /// @param values spatial..., channels
  record Sample(String name, Tensor values) {}

  /// The samples of a file: one of a picture, volume or array, one for each line of a CSV file.
  ///
  /// @throws LoupeException if the file is broken or does not fit the model
  List<Sample> read(Source source) {
    if (FileArguments.isCsv(source.path())) {
      return lines(source);
    }
    if (source.content() == null && NpyFile.named(source.path())) {
      return List.of(fitting(source, NpzDataset.sample(NpyFile.read(source.path()))));
    }
    if (source.content() == null && VolumeSample.named(source.path())) {
      return List.of(fitting(source, VolumeSample.read(source.path())));
    }
    return List.of(picture(source));
  }

  /// A sample as it was stored, if it has the sizes that the model wants; the last may be a 1 that
  /// is left out.
  private Sample fitting(Source source, Tensor values) {
    Shape shape = values.shape();
    boolean bare = input.channels() == 1 && shape.equals(input.range(0, input.rank() - 1));
    if (!bare && !shape.equals(input)) {
      throw LoupeException.of(source.name() + ": not a sample for this model")
          .expected(input.toString())
          .got(shape.toString());
    }
    return new Sample(source.name(), values.reshape(input));
  }

  private Sample picture(Source source) {
    if (input.rank() != 3 || (input.channels() != 1 && input.channels() != 3)) {
      throw LoupeException.of(source.name() + ": the model does not look at pictures")
          .expected("a CSV file with the values of a sample on each line, for " + input)
          .got("a file with another name");
    }
    byte[] content = source.content();
    Image image =
        content == null
            ? ImageFile.read(source.path(), pictures.colour())
            : ImageFile.read(content, source.name(), pictures.colour(), ImageFile.MAX_PIXELS);
    Image fitted = pictures.apply(image, input.size(1), input.size(0));
    return new Sample(source.name(), fitted.toTensor());
  }

  private List<Sample> lines(Source source) {
    List<String> lines;
    try {
      lines = Files.readAllLines(source.path(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw LoupeException.of(source.name() + ": the file can't be read: " + e.getMessage())
          .causedBy(e);
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        samples.add(new Sample(source.name() + ":" + (i + 1), values(source, i + 1, lines.get(i))));
      }
    }
    if (samples.isEmpty()) {
      throw LoupeException.of(source.name() + ": there is no sample in this file")
          .expected("the values of a sample on each line, separated by commas");
    }
    return samples.size() > 1
        ? samples
        : List.of(new Sample(source.name(), samples.getFirst().values()));
  }

  private Tensor values(Source source, int number, String line) {
    List<String> cells = Pattern.compile("[,;\\s]+").splitAsStream(line.strip()).toList();
    if (cells.size() != input.elements()) {
      throw LoupeException.of(source.name() + ", line " + number + ": not a sample for this model")
          .expected(input.elements() + " values, for " + input)
          .got(cells.size() + " values");
    }
    Tensor values = Tensor.zeros(input);
    for (int i = 0; i < cells.size(); i++) {
      float value;
      try {
        value = Float.parseFloat(cells.get(i));
      } catch (NumberFormatException e) {
        value = Float.NaN;
      }
      if (!Float.isFinite(value)) {
        throw LoupeException.of(source.name() + ", line " + number + ": not a number")
            .expected("finite numbers, separated by commas")
            .got("'" + cells.get(i) + "' as value " + (i + 1));
      }
      values.set(i, value);
    }
    return values;
  }
}
