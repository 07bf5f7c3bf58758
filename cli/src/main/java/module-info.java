module dev.loupe.cli {
}
