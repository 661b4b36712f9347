# Counts Dateline's events by month and type, with base R.
#
#   dateline export news.dateline --format csv -o events.csv
#   Rscript examples/r/events.R events.csv
#
# A folder of Parquet files (dateline code --format parquet -o coded) is read with the package arrow:
#
#   Rscript examples/r/events.R coded/events

path <- commandArgs(trailingOnly = TRUE)
if (length(path) != 1) {
  stop("usage: Rscript events.R events.csv, or a folder of Parquet files")
}

if (dir.exists(path)) {
  if (!requireNamespace("arrow", quietly = TRUE)) {
    stop("Parquet needs the package arrow: install.packages(\"arrow\"); or export with --format csv")
  }
  events <- as.data.frame(arrow::open_dataset(path))
} else {
  # Codes are text: 042 is not 42.
  events <- read.csv(path, colClasses = c(cameo = "character"), na.strings = "", encoding = "UTF-8", quote = "\"")
}

# What happened, as told: not denied, promised, threatened, demanded or supposed.
told <- events[events$status == "asserted", ]
told$month <- substr(told$earliest, 1, 7)
counts <- as.data.frame(table(month = told$month, type = told$type), responseName = "events", stringsAsFactors = FALSE)
counts <- counts[counts$events > 0, ]
counts <- counts[order(counts$month, counts$type), ]
print(counts, row.names = FALSE)

cat("\nmean Goldstein value by month\n")
print(aggregate(goldstein ~ month, data = told, FUN = mean), row.names = FALSE)
