package dev.loupe.data.volume;

/// The elements of DICOM files that Loupe knows: the group in the upper, the element in the lower
/// 16 bits.
///
/// Source: DICOM PS3.6, section 6.
public final class DicomTag {
  /// Transfer Syntax UID.
  public static final int TRANSFER_SYNTAX = 0x00020010;

  /// Specific Character Set.
  public static final int CHARACTER_SET = 0x00080005;

  /// SOP Class UID.
  public static final int SOP_CLASS = 0x00080016;

  /// Modality, such as CT or MR.
  public static final int MODALITY = 0x00080060;

  /// Series Description.
  public static final int SERIES_DESCRIPTION = 0x0008103E;

  /// Slice Thickness, in millimetres.
  public static final int SLICE_THICKNESS = 0x00180050;

  /// Spacing Between Slices, in millimetres.
  public static final int SPACING_BETWEEN_SLICES = 0x00180088;

  /// Series Instance UID.
  public static final int SERIES = 0x0020000E;

  /// Image Position (Patient): of the first pixel's middle, in millimetres.
  public static final int POSITION = 0x00200032;

  /// Image Orientation (Patient): the directions of rows and columns.
  public static final int ORIENTATION = 0x00200037;

  /// Samples per Pixel.
  public static final int SAMPLES = 0x00280002;

  /// Photometric Interpretation.
  public static final int PHOTOMETRIC = 0x00280004;

  /// Planar Configuration.
  public static final int PLANAR = 0x00280006;

  /// Number of Frames.
  public static final int FRAMES = 0x00280008;

  /// Rows.
  public static final int ROWS = 0x00280010;

  /// Columns.
  public static final int COLUMNS = 0x00280011;

  /// Pixel Spacing: between rows, between columns, in millimetres.
  public static final int PIXEL_SPACING = 0x00280030;

  /// Bits Allocated.
  public static final int BITS_ALLOCATED = 0x00280100;

  /// Bits Stored.
  public static final int BITS_STORED = 0x00280101;

  /// High Bit.
  public static final int HIGH_BIT = 0x00280102;

  /// Pixel Representation: 1 with a sign.
  public static final int SIGNED = 0x00280103;

  /// Window Center.
  public static final int WINDOW_CENTER = 0x00281050;

  /// Window Width.
  public static final int WINDOW_WIDTH = 0x00281051;

  /// Rescale Intercept.
  public static final int INTERCEPT = 0x00281052;

  /// Rescale Slope.
  public static final int SLOPE = 0x00281053;

  /// VOI LUT Function.
  public static final int WINDOW_FUNCTION = 0x00281056;

  /// Red Palette Color Lookup Table Descriptor; green and blue follow.
  public static final int PALETTE = 0x00281101;

  /// Red Palette Color Lookup Table Data; green and blue follow.
  public static final int PALETTE_DATA = 0x00281201;

  /// Modality LUT Sequence.
  public static final int MODALITY_TABLE = 0x00283000;

  /// Pixel Measures Sequence.
  public static final int PIXEL_MEASURES = 0x00289110;

  /// Pixel Value Transformation Sequence.
  public static final int VALUE_TRANSFORMATION = 0x00289145;

  /// Plane Position Sequence.
  public static final int PLANE_POSITION = 0x00209113;

  /// Plane Orientation Sequence.
  public static final int PLANE_ORIENTATION = 0x00209116;

  /// Grid Frame Offset Vector.
  public static final int FRAME_OFFSETS = 0x3004000C;

  /// Shared Functional Groups Sequence.
  public static final int SHARED_GROUPS = 0x52009229;

  /// Per-Frame Functional Groups Sequence.
  public static final int FRAME_GROUPS = 0x52009230;

  /// Float Pixel Data.
  public static final int FLOAT_PIXELS = 0x7FE00008;

  /// Double Float Pixel Data.
  public static final int DOUBLE_PIXELS = 0x7FE00009;

  /// Pixel Data.
  public static final int PIXELS = 0x7FE00010;

  static final int ITEM = 0xFFFEE000;
  static final int ITEM_END = 0xFFFEE00D;
  static final int SEQUENCE_END = 0xFFFEE0DD;

  private DicomTag() {}

  /// A tag as the standard writes it, such as `(0028,0010)`.
  public static String text(int tag) {
    return "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF);
  }

  /// Whether an element holds items, as far as Loupe needs to know it where a file doesn't say.
  static boolean holdsItems(int tag) {
    return switch (tag) {
      case SHARED_GROUPS,
          FRAME_GROUPS,
          PIXEL_MEASURES,
          VALUE_TRANSFORMATION,
          PLANE_POSITION,
          PLANE_ORIENTATION,
          MODALITY_TABLE ->
          true;
      default -> false;
    };
  }
}
