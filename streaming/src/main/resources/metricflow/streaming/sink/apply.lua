-- Applies one micro-batch to one project, once.
-- KEYS: applied, feed, then per minute: counts, visitors; then per funnel day: persons, steps;
-- then per day: identity.
-- ARGV: a flat list, read front to back.
local key, arg = 0, 0
local function next_key() key = key + 1; return KEYS[key] end
local function next_arg() arg = arg + 1; return ARGV[arg] end
local function next_number() return tonumber(next_arg()) end

local applied = next_key()
local query_id, batch_id = next_arg(), next_number()
local before = redis.call('HMGET', applied, 'query_id', 'batch_id')
if before[1] == query_id and tonumber(before[2]) >= batch_id then
  return 0
end
local applied_ttl, feed_ttl = next_number(), next_number()

local feed, feed_length = next_key(), next_number()
for _ = 1, next_number() do
  redis.call('LPUSH', feed, next_arg())
end
redis.call('LTRIM', feed, 0, feed_length - 1)
redis.call('EXPIRE', feed, feed_ttl)

local minute_ttl, max_fields = next_number(), next_number()
for _ = 1, next_number() do
  local counts, visitors = next_key(), next_key()
  local fields = redis.call('HLEN', counts)
  for _ = 1, next_number() do
    local field, other, events = next_arg(), next_arg(), next_arg()
    if fields >= max_fields and redis.call('HEXISTS', counts, field) == 0 then
      field = other
    end
    if redis.call('HINCRBY', counts, field, events) == tonumber(events) then
      fields = fields + 1
    end
  end
  redis.call('EXPIRE', counts, minute_ttl)
  for _ = 1, next_number() do
    redis.call('PFADD', visitors, next_arg())
  end
  redis.call('EXPIRE', visitors, minute_ttl)
end

local day_ttl = next_number()
for _ = 1, next_number() do
  local persons, steps = next_key(), next_key()
  for _ = 1, next_number() do
    local id = next_arg()
    redis.call('HSET', persons, id, next_arg())
  end
  redis.call('EXPIRE', persons, day_ttl)
  for _ = 1, next_number() do
    local reached = next_arg()
    redis.call('HINCRBY', steps, reached, next_arg())
  end
  redis.call('EXPIRE', steps, day_ttl)
end

for _ = 1, next_number() do
  local identity = next_key()
  for _ = 1, next_number() do
    local id, node = next_arg(), next_arg()
    if node == '' then
      redis.call('HDEL', identity, id)
    else
      redis.call('HSET', identity, id, node)
    end
  end
  redis.call('EXPIRE', identity, day_ttl)
end

redis.call('HSET', applied, 'query_id', query_id, 'batch_id', batch_id)
redis.call('EXPIRE', applied, applied_ttl)
return 1
