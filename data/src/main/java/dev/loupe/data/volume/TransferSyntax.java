package dev.loupe.data.volume;

import java.nio.ByteOrder;
import java.util.List;

/// How a DICOM file is written.
///
/// Source: DICOM PS3.5, section 10 and annex A; PS3.6, annex A.
///
/// @param uid its identifier
/// @param name what the standard calls it
/// @param order of the bytes of numbers
/// @param explicit whether each element says its type
/// @param deflated whether all behind the file meta information is packed
/// @param packing how pixels are packed
public record TransferSyntax(
    String uid, String name, ByteOrder order, boolean explicit, boolean deflated, Packing packing) {
  /// How pixels are packed.
  public enum Packing {
    /// Not at all.
    NONE,
    /// By run lengths, without loss.
    RLE,
    /// In a way that Loupe does not read.
    OTHER
  }

  private static final String ROOT = "1.2.840.10008.1.2";

  /// What files without a transfer syntax are taken for, where they don't look otherwise.
  static final TransferSyntax IMPLICIT =
      plain("", "Implicit VR Little Endian", ByteOrder.LITTLE_ENDIAN, false);

  private static final List<TransferSyntax> KNOWN =
      List.of(
          IMPLICIT,
          plain(".1", "Explicit VR Little Endian", ByteOrder.LITTLE_ENDIAN, true),
          plain(".2", "Explicit VR Big Endian", ByteOrder.BIG_ENDIAN, true),
          new TransferSyntax(
              ROOT + ".1.99",
              "Deflated Explicit VR Little Endian",
              ByteOrder.LITTLE_ENDIAN,
              true,
              true,
              Packing.NONE),
          packed(".5", "RLE Lossless", Packing.RLE),
          other(".1.98", "Encapsulated Uncompressed Explicit VR Little Endian"),
          other(".4.50", "JPEG Baseline (Process 1)"),
          other(".4.51", "JPEG Extended (Processes 2 and 4)"),
          other(".4.57", "JPEG Lossless (Process 14)"),
          other(".4.70", "JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)"),
          other(".4.80", "JPEG-LS Lossless"),
          other(".4.81", "JPEG-LS Lossy (Near-Lossless)"),
          other(".4.90", "JPEG 2000 (Lossless Only)"),
          other(".4.91", "JPEG 2000"),
          other(".4.92", "JPEG 2000 Part 2 Multi-component (Lossless Only)"),
          other(".4.93", "JPEG 2000 Part 2 Multi-component"),
          other(".4.94", "JPIP Referenced"),
          other(".4.95", "JPIP Referenced Deflate"),
          other(".4.100", "MPEG2 Main Profile / Main Level"),
          other(".4.101", "MPEG2 Main Profile / High Level"),
          other(".4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1"),
          other(".4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"),
          other(".4.107", "HEVC/H.265 Main Profile / Level 5.1"),
          other(".4.108", "HEVC/H.265 Main 10 Profile / Level 5.1"),
          other(".4.110", "JPEG XL Lossless"),
          other(".4.111", "JPEG XL JPEG Recompression"),
          other(".4.112", "JPEG XL"),
          other(".4.201", "High-Throughput JPEG 2000 (Lossless Only)"),
          other(".4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)"),
          other(".4.203", "High-Throughput JPEG 2000"));

  private static TransferSyntax plain(String end, String name, ByteOrder order, boolean explicit) {
    return new TransferSyntax(ROOT + end, name, order, explicit, false, Packing.NONE);
  }

  private static TransferSyntax packed(String end, String name, Packing packing) {
    return new TransferSyntax(ROOT + end, name, ByteOrder.LITTLE_ENDIAN, true, false, packing);
  }

  private static TransferSyntax other(String end, String name) {
    return packed(end, name, Packing.OTHER);
  }

  /// The syntax of an identifier.
  ///
  /// One that Loupe doesn't know is taken to be a newer way to pack pixels: these are all explicit
  /// and little endian.
  public static TransferSyntax of(String uid) {
    return KNOWN.stream()
        .filter(s -> s.uid.equals(uid))
        .findFirst()
        .orElse(
            new TransferSyntax(
                uid,
                "a transfer syntax that Loupe doesn't know",
                ByteOrder.LITTLE_ENDIAN,
                true,
                false,
                Packing.OTHER));
  }

  /// The same with other types and order: for files that are not what they say.
  TransferSyntax with(boolean newExplicit, ByteOrder newOrder) {
    return new TransferSyntax(uid, name, newOrder, newExplicit, deflated, packing);
  }
}
