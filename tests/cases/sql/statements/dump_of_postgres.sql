-- writes: orders, events
-- reads: orders, events, places
-- creates: orders, events, open_orders
-- alters: events
-- joins: events orders, open_orders orders, orders places
-- foreign keys: events orders
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
ALTER SCHEMA audit OWNER TO shop;
CREATE FUNCTION public.order_notify() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO events (name) VALUES ('x');
  RETURN NEW;
END;
$$;
ALTER FUNCTION public.order_notify() OWNER TO shop;
CREATE TABLE public.orders (id bigint NOT NULL, name character varying(255));
CREATE TABLE public.events (id bigint NOT NULL, order_id bigint, name text);
CREATE SEQUENCE public.orders_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE CACHE 1;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
CREATE VIEW public.open_orders AS
 SELECT orders.id
   FROM ((public.orders
     JOIN public.events ON ((events.order_id = orders.id)))
     LEFT JOIN public.places ON ((places.id = orders.place_id)));
COPY public.orders (id, name) FROM stdin;
1	insert into customers values; it's
2	O'Brien -- select * from secrets
\.
SELECT pg_catalog.setval('public.orders_id_seq', 2, true);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_order_fk FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
GRANT SELECT ON TABLE public.orders TO reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
