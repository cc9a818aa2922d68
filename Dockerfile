# docker build -t presend . && docker run --rm -v "$PWD:/drafts:ro" presend check .
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /presend
COPY . .
RUN cargo build --locked --release --bin presend

FROM scratch
COPY --from=build /presend/target/release/presend /usr/bin/presend
COPY --from=build /presend/LICENSE-MIT /presend/LICENSE-APACHE /presend/NOTICE /licenses/
WORKDIR /drafts
USER 65534:65534
ENTRYPOINT ["presend"]
CMD ["check", "."]
