package dev.loupe.explain.similarity;

import dev.loupe.data.Dataset;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.data.image.PictureFile;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A map of samples as a network sees them, with thumbnails and the nearest neighbours of each.
public final class SimilarityPage {
  private static final int CELL = 32;
  private static final int NEIGHBOURS = 6;

  private SimilarityPage() {}

  /// The page of a map.
  ///
  /// @param map samples x 2
  /// @param data whose first samples they are
  public static HtmlPage of(
      Sight sight, String name, Embeddings embeddings, Tensor map, Dataset data) {
    List<Image> thumbs = thumbs(sight, embeddings.size(), data);
    int columns = (int) Math.ceil(Math.sqrt(thumbs.size()));
    Image sheet = Mosaic.of(thumbs, columns, 0);
    String text =
        String.format(
            Locale.ROOT,
            "%d samples by the values of %s: those that lie together look alike to the network. The"
                + " nearest neighbour by cosine is of the same class for %.1f %%. Only nearness"
                + " means something: t-SNE tells neither how far groups lie from each other nor how"
                + " large they are.",
            embeddings.size(),
            embeddings.layer(),
            100 * embeddings.agreement());
    return HtmlPage.of("What " + name + " takes for alike")
        .introduction(text)
        .section("Map", Content.markup(resource("map.html")))
        .script(resource("map.js").replace("DATA", data(embeddings, map, data, sheet, columns)));
  }

  /// The map as a picture: a thumbnail for each sample.
  public static Image sheet(Sight sight, Tensor map, Dataset data, int side) {
    Image all = Image.black(side, side, 3);
    java.util.Arrays.fill(all.pixels(), (byte) 0xFF);
    int n = map.shape().size(0);
    double most = 1e-9;
    for (int i = 0; i < map.length(); i++) {
      most = Math.max(most, Math.abs(map.get(i)));
    }
    List<Image> thumbs = thumbs(sight, n, data);
    for (int i = 0; i < n; i++) {
      Image one = Mosaic.sized(thumbs.get(i), CELL * 3 / 4).rgb();
      int x = (int) ((map.get(2 * i) / most + 1) / 2 * (side - CELL));
      int y = (int) ((map.get(2 * i + 1) / most + 1) / 2 * (side - CELL));
      for (int row = 0; row < one.height(); row++) {
        System.arraycopy(
            one.pixels(),
            3 * row * one.width(),
            all.pixels(),
            3 * ((y + row) * side + x),
            3 * one.width());
      }
    }
    return all;
  }

  private static List<Image> thumbs(Sight sight, int n, Dataset data) {
    List<Image> thumbs = new ArrayList<>();
    Tensor sample = Tensor.zeros(data.shape());
    for (int i = 0; i < n; i++) {
      data.read(i, sample);
      Image image = sight.drawn(sample);
      thumbs.add(
          dev.loupe.data.image.Resize.fit(image, CELL, CELL, dev.loupe.data.image.Filter.BILINEAR));
    }
    return thumbs;
  }

  private static String data(
      Embeddings embeddings, Tensor map, Dataset data, Image sheet, int columns) {
    StringBuilder text = new StringBuilder("{");
    String classes =
        data.classes().stream().map(SimilarityPage::quoted).collect(Collectors.joining(","));
    text.append("classes:[").append(classes).append("],columns:").append(columns);
    text.append(",cell:").append(CELL).append(",labels:[");
    for (int i = 0; i < embeddings.size(); i++) {
      text.append(i == 0 ? "" : ",").append(embeddings.labels()[i]);
    }
    text.append("],map:[");
    for (int i = 0; i < map.length(); i++) {
      text.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.3f", map.get(i)));
    }
    text.append("],near:[");
    for (int i = 0; i < embeddings.size(); i++) {
      String near =
          embeddings.neighbours(i, NEIGHBOURS).stream()
              .map(x -> String.format(Locale.ROOT, "[%d,%.4f]", x.sample(), x.cosine()))
              .collect(Collectors.joining(","));
      text.append(i == 0 ? "" : ",").append('[').append(near).append(']');
    }
    text.append("],sheet:\"data:image/png;base64,");
    text.append(Base64.getEncoder().encodeToString(PictureFile.png(sheet)));
    return text.append("\"}").toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }

  private static String resource(String name) {
    try (InputStream in = SimilarityPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
