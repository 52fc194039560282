#!/bin/sh
# Run once by the postgres image, as its superuser, on an empty data folder: two roles and their database.
# shuangliang_owner owns the tables and runs migrations; shuangliang_app gets its rights from `grant_app_role`.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE shuangliang_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE shuangliang_app LOGIN PASSWORD :'app_password';
CREATE DATABASE shuangliang OWNER shuangliang_owner;
REVOKE ALL ON DATABASE shuangliang FROM PUBLIC;
GRANT CONNECT ON DATABASE shuangliang TO shuangliang_app;
ALTER ROLE shuangliang_app IN DATABASE shuangliang SET statement_timeout = '15min';
SQL
