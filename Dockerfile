# One image for both processes: `gunicorn app:app` answers visitors, `flask --app app worker` collects and sends.
# docs/deploying.md says how to run it, and what of it was tried.

# To build the same again, name the base by what your registry calls it: --build-arg BASE=python:3.11-slim-bookworm@sha256:...
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS made
WORKDIR /srv/board-questions
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN pip install --quiet --require-hashes -r requirements.txt
# npm comes from PyPI, into an environment that stays behind: three packages of it are needed, and nothing at run time.
COPY requirements-node.txt package.json package-lock.json ./
RUN python -m venv /opt/node \
    && /opt/node/bin/pip install --quiet --require-hashes -r requirements-node.txt \
    && PATH=/opt/node/bin:$PATH npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY app.py gunicorn.conf.py ./
COPY board_qa board_qa
COPY templates templates
COPY static static
RUN python -m board_qa.assets \
    && python -m board_qa.catalogue \
    && python -m compileall -q board_qa \
    && rm -rf node_modules

FROM ${BASE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin board \
    && install -d -o board -g board -m 0700 /data
COPY --from=made /opt/venv /opt/venv
COPY --from=made /srv/board-questions /srv/board-questions
WORKDIR /srv/board-questions
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=8000 DATABASE_URL=sqlite:////data/board_qa.db LOG_FORMAT=json
USER 10001
VOLUME /data
EXPOSE 8000
# Whether it takes visitors. Of the worker the same is asked by /healthz of the web process.
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=8)"]
CMD ["gunicorn", "app:app"]
