# Dateline in a container: docker build -t dateline . ; see docs/how-to/install.md.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN cargo build --release --locked --bin dateline && strip target/release/dateline

FROM debian:bookworm-slim
# Python and pip fetch language models; the program itself needs neither.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates python3 python3-pip && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 dateline && mkdir /models /work && chown dateline /models /work
COPY --from=build /source/target/release/dateline /usr/local/bin/dateline
COPY LICENSE-APACHE LICENSE-MIT NOTICE /usr/share/doc/dateline/
ENV DATELINE_MODELS=/models
USER dateline
WORKDIR /work
EXPOSE 8420
ENTRYPOINT ["dateline"]
CMD ["--help"]
