FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings.prod \
    STATIC_ROOT=/srv/static SHUANGLIANG_DATA=/srv/data
WORKDIR /app
COPY requirements-prod.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements-prod.lock
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY registers registers
COPY unions unions
COPY members members
COPY hardship hardship
COPY campaigns campaigns
COPY templates templates
COPY static static
COPY docker/probe.py docker/probe.py
RUN useradd --uid 10001 --no-create-home app \
    && mkdir -p /srv/static /srv/data && chown app:app /srv/static /srv/data
USER app
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--timeout", "120", "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
